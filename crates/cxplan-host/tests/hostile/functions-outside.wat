;; Its table is filled past its end.
(module
  (table 1 funcref)
  (elem (i32.const 1) $f)
  ;; + memory
  ;; + describe
  ;; + score
  (func $f))
