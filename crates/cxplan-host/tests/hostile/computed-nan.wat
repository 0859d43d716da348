;; The score is zero divided by zero.
(module
  ;; + memory
  ;; + describe
  (data (i32.const 2048) (i32 2064 1) (i32 0 0))
  (data (i32.const 2064) (i64 1) (f64 0) (i32 1 0) (i32 2112 1) (i32 0 0))
  (data (i32.const 2112) (f64 0.25) (i32 0))
  (func (export "cxplan:scoring/scorer@1.0.0#score") (param i32 i32 i32 i32 i32 i32 i32) (result i32)
    (f64.store (i32.const 2072) (f64.div (f64.const 0) (f64.const 0)))
    (i32.const 2048)))
