;; A loop without an end of the slowest instructions that there are.
(module
  ;; + memory
  ;; + describe
  (func (export "cxplan:scoring/scorer@1.0.0#score") (param i32 i32 i32 i32 i32 i32 i32) (result i32)
    (local $x f64) (local $n i64)
    (local.set $x (f64.const 1e300)) (local.set $n (i64.const 0x7fffffffffffffff))
    (loop $again
      ;; * 50 (local.set $x (f64.sqrt (f64.div (local.get $x) (f64.const 1.0000001)))) (local.set $n (i64.div_s (local.get $n) (i64.const 1)))
      (br $again))
    (unreachable)))
