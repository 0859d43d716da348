;; Panics before anything is asked.
(module
  ;; + memory
  ;; + describe
  ;; + score
  (func $start (unreachable))
  (start $start))
