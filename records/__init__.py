"""The registry office: attachments, jobs, issued papers and serials, idempotency keys, drafts."""
