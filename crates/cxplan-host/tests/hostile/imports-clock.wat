;; Wants to know the time. The world that it is built for lets it.
(module
  (import "wasi:clocks/monotonic-clock@0.2.0" "now" (func $now (result i64)))
  ;; + memory
  ;; + describe
  ;; + score
  )
