;; A function that calls itself through a table without an end.
(module
  (type $f (func (result i32)))
  (table 1 funcref)
  (elem (i32.const 0) $deeper)
  ;; + memory
  ;; + describe
  (func (export "cxplan:scoring/scorer@1.0.0#score") (param i32 i32 i32 i32 i32 i32 i32) (result i32)
    (call $deeper))
  (func $deeper (result i32) (i32.add (call_indirect (type $f) (i32.const 0)) (i32.const 1))))
