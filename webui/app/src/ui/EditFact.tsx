import type { ReactNode } from "react";
import { Editable, type EditableProps } from "./Editable";
import { Fact } from "./Facts";

/** One named field of a record, edited where it stands; children go below it. */
export function EditFact({ children, ...props }: EditableProps & { children?: ReactNode }) {
  return (
    <Fact label={props.label}>
      <Editable {...props} />
      {children}
    </Fact>
  );
}
