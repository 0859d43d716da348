;; The id leads out of every folder.
(module
  ;; + memory
  ;; + describe
  ;; + score
  (data (i32.const 1024) "../.."))
