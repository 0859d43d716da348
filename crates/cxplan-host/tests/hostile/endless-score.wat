;; Scoring never ends.
(module
  ;; + memory
  ;; + describe
  (func (export "cxplan:scoring/scorer@1.0.0#score") (param i32 i32 i32 i32 i32 i32 i32) (result i32)
    (loop $again (br $again))
    (unreachable)))
