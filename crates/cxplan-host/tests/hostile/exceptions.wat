;; Throws exceptions.
(module
  ;; + memory
  ;; + describe
  ;; + score
  (tag $t)
  (func $f (throw $t)))
