;; Two parts share a key.
(module
  ;; + memory
  ;; + describe
  ;; + score
  (data (i32.const 1260) (i32 1300 2))
  (data (i32.const 1340) (i32 1039 4) (i32 1043 4) (i32 0 0) (i32 0 0 0) (i32 0)))
