;; Has an answer where nothing is asked, and panics over each row.
(module
  ;; + memory
  ;; + describe
  (data (i32.const 2048) (i32 0 0) (i32 0 0))
  (func (export "cxplan:scoring/scorer@1.0.0#score") (param i32 i32 i32 i32 i32 i32 i32) (result i32)
    (if (local.get 4) (then (call $weigh)))
    (i32.const 2048))
  (func $weigh (unreachable)))
