;; Adds numbers of 128 bits.
(module
  ;; + memory
  ;; + describe
  ;; + score
  (func $f (result i64 i64) (i64.add128 (i64.const 1) (i64.const 1) (i64.const 1) (i64.const 1))))
