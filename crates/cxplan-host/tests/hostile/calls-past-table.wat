;; Calls an entry past the end of a table.
(module
  (type $f (func (result i32)))
  (table 1 funcref)
  ;; + memory
  ;; + describe
  (func (export "cxplan:scoring/scorer@1.0.0#score") (param i32 i32 i32 i32 i32 i32 i32) (result i32)
    (call_indirect (type $f) (i32.const 99))))
