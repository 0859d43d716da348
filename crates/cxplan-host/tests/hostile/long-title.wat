;; A title of sixty thousand characters.
(module
  ;; + memory
  ;; + describe
  ;; + score
  (data (i32.const 1208) (i32 3000 60000)))
