;; A row has a million parts, all in its own memory.
(module
  ;; + memory
  ;; + describe
  (data (i32.const 2048) (i32 2064 1) (i32 0 0))
  (data (i32.const 2064) (i64 1) (f64 0.5) (i32 1 0) (i32 65536 1000000) (i32 0 0))
  (data (i32.const 2112) (f64 0.25) (i32 0))
  (func (export "cxplan:scoring/scorer@1.0.0#score") (param i32 i32 i32 i32 i32 i32 i32) (result i32)
    (drop (memory.grow (i32.const 130)))
    (i32.const 2048)))
