;; Jumps through a table of branches without an end.
(module
  ;; + memory
  ;; + describe
  (func (export "cxplan:scoring/scorer@1.0.0#score") (param i32 i32 i32 i32 i32 i32 i32) (result i32)
    (local $n i32)
    (loop $a (loop $b (loop $c
      (local.set $n (i32.rem_u (i32.add (local.get $n) (i32.const 1)) (i32.const 3)))
      (br_table $a $b $c (local.get $n)))))
    (unreachable)))
