"""Formal consultations: from a doubt without criterion to an oficio, its reply, and a criterion that is found.

`service.Consultations` is the door; `draft.ConsultationDraft` is the document; `workflow` says who may do which step.
"""
