;; Two functions that call each other through a table, each in a loop without an end.
(module
  (type $f (func))
  (table 2 funcref)
  (elem (i32.const 0) $one $two)
  ;; + memory
  ;; + describe
  (func (export "cxplan:scoring/scorer@1.0.0#score") (param i32 i32 i32 i32 i32 i32 i32) (result i32)
    (loop $again (call_indirect (type $f) (i32.const 0)) (br $again))
    (unreachable))
  (func $one (call_indirect (type $f) (i32.const 1)))
  (func $two))
