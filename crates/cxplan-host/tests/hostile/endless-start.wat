;; Never gets past its start function.
(module
  ;; + memory
  ;; + describe
  ;; + score
  (func $start (loop $again (br $again)))
  (start $start))
