;; Waits for another thread without an end.
(module
  ;; + memory
  ;; + describe
  (func (export "cxplan:scoring/scorer@1.0.0#score") (param i32 i32 i32 i32 i32 i32 i32) (result i32)
    (memory.atomic.wait32 (i32.const 0) (i32.const 0) (i64.const -1))))
