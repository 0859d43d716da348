;; The allocator takes a gigabyte for the first word.
(module
  (memory (export "memory") 1)
  (func (export "cabi_realloc") (param i32 i32 i32 i32) (result i32)
    (drop (memory.grow (i32.const 16384)))
    (i32.const 8192))
  ;; + describe
  ;; + score
  )
