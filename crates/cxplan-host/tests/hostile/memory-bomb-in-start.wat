;; Takes memory without an end before anything is asked.
(module
  ;; + memory
  ;; + describe
  ;; + score
  (func $start (loop $again (br_if $again (i32.ne (memory.grow (i32.const 64)) (i32.const -1)))))
  (start $start))
