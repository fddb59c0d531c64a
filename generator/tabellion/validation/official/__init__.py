"""HL7's own validator as a second opinion: fetched once, run offline, its findings beside ours."""
