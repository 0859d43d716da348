;; Divides a whole number by zero.
(module
  ;; + memory
  ;; + describe
  (func (export "cxplan:scoring/scorer@1.0.0#score") (param i32 i32 i32 i32 i32 i32 i32) (result i32)
    (i32.div_s (local.get 5) (i32.const 0))))
