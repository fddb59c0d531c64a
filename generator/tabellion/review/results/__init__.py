"""What of a register is shown to the public: comments, answers, figures, what became of their points."""
