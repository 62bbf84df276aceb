"""What is measured, part by part. Each starts its own servers, so that one that fails spoils no other."""
