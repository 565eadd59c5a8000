using CleanClaim.Billing.Storage;
using CleanClaim.Billing.Vocabulary;
using CleanClaim.Cli.Data;

namespace CleanClaim.Cli.Serving;

/// <summary>`migrate`: brings a PostgreSQL schema up under its owner's role. An embedded database needs no command: opening it does it.</summary>
internal static class MigrateCommand
{
    public static Verb Make() => new Verb("migrate", "bring a PostgreSQL schema up, under the role that owns it", "cleanclaim migrate --database postgres://owner@db.example/cleanclaim")
        .Does(async (context, cancel) =>
        {
            var place = DataPlace.Of(context);
            if (place.Database is null) throw new CannotRunException("Say which database with --database postgres://…; an embedded one is brought up when it is opened.");
            var now = Instant.Of(context.Around.Clock.GetUtcNow());
            var (applied, granted, notOwner) = await HouseOpener.MigratePostgres(place.Database, Migrations.Postgres.Steps.All, now, cancel: cancel);
            if (context.Json) context.JsonLine(new { Applied = applied, Granted = granted });
            else context.Out.WriteLine(applied.Count == 0 ? "The schema is up to date." : $"Applied: {string.Join(", ", applied)}.");
            if (notOwner is not null) context.Say($"{notOwner} does not own the schema, so nothing was changed and no right was given. Run migrate under the role that owns it, --database postgres://OWNER@HOST/DATABASE.");
            else if (!granted) context.Say($"There is no role {Grants.AppRole} yet, under which the program should run: create it, then run migrate again.");
            return Exit.Done;
        });
}
