;; Two functions that call each other without an end.
(module
  ;; + memory
  ;; + describe
  (func (export "cxplan:scoring/scorer@1.0.0#score") (param i32 i32 i32 i32 i32 i32 i32) (result i32)
    (call $one (i32.const 0)))
  (func $one (param i32) (result i32) (i32.add (call $two (local.get 0)) (i32.const 1)))
  (func $two (param i32) (result i32) (i32.add (call $one (local.get 0)) (i32.const 1))))
