;; Calls a function as if it were of another type.
(module
  (type $f (func (result i32)))
  (table 1 funcref)
  (elem (i32.const 0) $other)
  ;; + memory
  ;; + describe
  (func (export "cxplan:scoring/scorer@1.0.0#score") (param i32 i32 i32 i32 i32 i32 i32) (result i32)
    (call_indirect (type $f) (i32.const 0)))
  (func $other (param f64)))
