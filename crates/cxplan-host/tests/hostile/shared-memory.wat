;; A second memory, shared between threads.
(module
  ;; + memory
  ;; + describe
  ;; + score
  (memory 1 1 shared))
