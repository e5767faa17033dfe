import { queryOptions } from '@tanstack/react-query';
import { ApiProblem, send } from './client';
import type { Me } from './types';

/** Who is logged in, or null. */
export const meQuery = queryOptions({
  queryKey: ['me'],
  queryFn: async ({ signal }) => {
    try {
      return await send<Me>('GET', '/me', { signal });
    } catch (error) {
      if (error instanceof ApiProblem && error.status === 401) return null;
      throw error;
    }
  },
  staleTime: Number.POSITIVE_INFINITY,
});

export const logIn = (email: string, password: string) =>
  send<Me>('POST', '/session', { body: { email, password } });

export const logOut = () => send<void>('DELETE', '/session');

export const placeDemoCall = () => send<unknown>('POST', '/demo/calls', { body: {} });
