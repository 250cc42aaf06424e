"""PostgreSQL keeps words and senders' names as vectors with an index, as it does for opinions."""

from django.db import migrations

from handling.search import store_vectors


class Migration(migrations.Migration):
    dependencies = [("petitions", "0003_statements_of_nothing")]

    operations = [
        store_vectors("petitions_petitionsearch", words="words", vector="vector", index="petition_search_words"),
        store_vectors("petitions_sender", words="folded_name", vector="name_vector", index="sender_name_words"),
    ]
