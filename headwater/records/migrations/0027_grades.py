"""Fit and engagement apart, the grade, and when a score changes by itself."""

from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [("records", "0026_probability")]

    operations = [
        migrations.AddField(
            model_name="lead",
            name="fit_score",
            field=models.IntegerField(default=0, verbose_name="Fit Score"),
        ),
        migrations.AddField(
            model_name="lead",
            name="engagement_score",
            field=models.IntegerField(default=0, verbose_name="Engagement Score"),
        ),
        migrations.AddField(
            model_name="lead",
            name="grade",
            field=models.CharField(blank=True, max_length=1, verbose_name="Grade"),
        ),
        migrations.AddField(
            model_name="lead",
            name="is_score_qualified",
            field=models.BooleanField(default=False, verbose_name="Qualified By Score"),
        ),
        migrations.AddField(
            model_name="lead",
            name="score_due_at",
            field=models.DateTimeField(blank=True, null=True),
        ),
        migrations.AddIndex(
            model_name="lead",
            index=models.Index(
                condition=models.Q(("score_due_at__isnull", False)),
                fields=["score_due_at"],
                name="lead_score_due",
            ),
        ),
    ]
