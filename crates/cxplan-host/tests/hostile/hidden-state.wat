;; Counts its calls in a global: in a fresh instance the count is always one.
(module
  ;; + memory
  ;; + describe
  (global $calls (mut f64) (f64.const 0))
  (data (i32.const 2048) (i32 2064 1) (i32 0 0))
  (data (i32.const 2064) (i64 1) (f64 0) (i32 0 0) (i32 2112 1) (i32 0 0))
  (data (i32.const 2112) (f64 0))
  (func (export "cxplan:scoring/scorer@1.0.0#score") (param i32 i32 i32 i32 i32 i32 i32) (result i32)
    (global.set $calls (f64.add (global.get $calls) (f64.const 1)))
    (f64.store (i32.const 2072) (global.get $calls))
    (i32.const 2048)))
