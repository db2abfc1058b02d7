"""How one keeps one's lives apart or together: eight statements, four ways, what each sets, the way back."""
