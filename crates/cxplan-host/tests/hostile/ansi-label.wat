;; The label of a part would ring the bell.
(module
  ;; + memory
  ;; + describe
  ;; + score
  (data (i32.const 1043) "\07art"))
