;; Uses structures that a collector would have to free.
(module
  (type $s (struct (field i32)))
  ;; + memory
  ;; + describe
  ;; + score
  (func $f (drop (struct.new_default $s))))
