;; Work that a single instruction hides: fills a table again and again.
(module
  (table $t 90000 funcref)
  ;; + memory
  ;; + describe
  (func (export "cxplan:scoring/scorer@1.0.0#score") (param i32 i32 i32 i32 i32 i32 i32) (result i32)
    (loop $again
      (table.fill $t (i32.const 0) (ref.null func) (i32.const 90000))
      (br $again))
    (unreachable)))
