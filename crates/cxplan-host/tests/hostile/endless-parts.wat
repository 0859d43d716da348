;; A million parts are declared, in memory that is not there.
(module
  ;; + memory
  ;; + describe
  ;; + score
  (data (i32.const 1260) (i32 1300 1000000)))
