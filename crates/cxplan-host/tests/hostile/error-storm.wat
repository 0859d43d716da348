;; A hundred thousand problems of one row.
(module
  ;; + memory
  ;; + describe
  (data (i32.const 2048) (i32 2064 1) (i32 2112 1))
  (data (i32.const 2064) (i64 0))
  (func (export "cxplan:scoring/scorer@1.0.0#score") (param i32 i32 i32 i32 i32 i32 i32) (result i32)
    (local $at i32) (local $left i32)
    (local.set $at (call $alloc (i32.const 4000000)))
    (i32.store (i32.const 2056) (local.get $at))
    (i32.store (i32.const 2060) (i32.const 100000))
    (local.set $left (i32.const 100000))
    (loop $next
      (i32.store offset=4 (local.get $at) (i32.const 1))
      (i32.store offset=20 (local.get $at) (i32.const 2176))
      (i32.store offset=24 (local.get $at) (i32.const 3))
      (local.set $at (i32.add (local.get $at) (i32.const 40)))
      (br_if $next (local.tee $left (i32.sub (local.get $left) (i32.const 1)))))
    (i32.const 2048))
  (data (i32.const 2176) "bad"))
