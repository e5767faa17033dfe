package callsvc

import (
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/ringbook/ringbook/callsvc/id"
)

func TestBoardsAreToldAtOnceAndThenOnceASecond(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		ours, theirs := id.New[id.Org](), id.New[id.Org]()
		var mu sync.Mutex
		counts := map[id.Org]int{}
		b := newBoards(time.Second, func(org id.Org) {
			mu.Lock()
			defer mu.Unlock()
			counts[org]++
		})
		told := func(org id.Org) int {
			mu.Lock()
			defer mu.Unlock()
			return counts[org]
		}
		defer b.close()
		for range 100 {
			b.changed(ours)
		}
		assert.Equal(t, 1, told(ours), "the first change is told at once")
		b.changed(theirs)
		assert.Equal(t, 1, told(theirs), "another organisation does not wait")
		<-time.After(1500 * time.Millisecond)
		synctest.Wait()
		assert.Equal(t, 2, told(ours), "the last change is told too")
		<-time.After(10 * time.Second)
		synctest.Wait()
		assert.Equal(t, 2, told(ours), "nothing is told of nothing")
		b.changed(ours)
		assert.Equal(t, 3, told(ours))
		b.changed(ours)
		b.close()
		<-time.After(10 * time.Second)
		synctest.Wait()
		assert.Equal(t, 3, told(ours), "after the end nothing is told")
		b.changed(ours)
		require.Equal(t, 3, told(ours))
	})
}
