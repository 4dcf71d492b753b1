from django.db import migrations, models
import django.db.models.deletion
import django.utils.timezone


class Migration(migrations.Migration):

    dependencies = [
        ('newsletter', '0005_composing'),
    ]

    operations = [
        migrations.AddField('sending', 'send_at', models.DateTimeField(blank=True, null=True, verbose_name='to be sent')),
        migrations.AddField('sending', 'unanswered', models.PositiveSmallIntegerField(default=0, editable=False)),
        migrations.AddField('sending', 'wait_until', models.DateTimeField(blank=True, editable=False, null=True)),
        migrations.CreateModel(
            name='Variant',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('key', models.CharField(blank=True, max_length=40, verbose_name='key')),
                ('text', models.TextField(verbose_name='text')),
                ('html', models.TextField(verbose_name='HTML')),
                ('sending', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='variants', to='newsletter.sending')),
            ],
            options={'verbose_name': 'variant of a mail', 'verbose_name_plural': 'variants of a mail'},
        ),
        migrations.AddConstraint('variant', models.UniqueConstraint(fields=('sending', 'key'), name='one_variant_of_a_key')),
        migrations.CreateModel(
            name='Pace',
            fields=[
                ('id', models.PositiveSmallIntegerField(default=1, editable=False, primary_key=True, serialize=False)),
                ('next_at', models.DateTimeField(default=django.utils.timezone.now)),
            ],
            options={'verbose_name': 'pace of sending', 'verbose_name_plural': 'pace of sending'},
        ),
        migrations.AddConstraint('pace', models.CheckConstraint(condition=models.Q(('id', 1)), name='one_pace')),
        migrations.AlterField('delivery', 'issue', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='deliveries', to='newsletter.issuepage')),
        migrations.AddField('delivery', 'variant', models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='newsletter.variant')),
        migrations.AddField('delivery', 'claimed_by', models.IntegerField(editable=False, null=True)),
    ]
