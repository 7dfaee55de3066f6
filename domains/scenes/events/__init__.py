"""The scenes' facts. `subject_id` is the partner, unless a fact says otherwise."""
