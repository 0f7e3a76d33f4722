"""How the rows of a case become codes: its journey, what help it got, how far the law came."""
