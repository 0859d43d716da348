  ;; The address of the outcome, which the data at 2048 hold.
  (func (export "cxplan:scoring/scorer@1.0.0#score") (param i32 i32 i32 i32 i32 i32 i32) (result i32)
    (i32.const 2048))
