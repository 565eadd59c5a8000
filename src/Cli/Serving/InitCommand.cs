using System.CommandLine;
using CleanClaim.Billing;
using CleanClaim.Billing.Parties;
using CleanClaim.Billing.Storage;
using CleanClaim.Cli.Access;
using CleanClaim.Cli.Data;
using CleanClaim.Web.Access;

namespace CleanClaim.Cli.Serving;

/// <summary>`init`: an empty organization and its first user.</summary>
internal static class InitCommand
{
    private static readonly Option<string> Admin = new("--admin") { Description = "e-mail of the first user, who owns the organization", HelpName = "EMAIL", Required = true };
    private static readonly Option<bool> PracticeData = new("--practice-data") { Description = "a place to practise in: the clock may be set, sandbox payers may answer" };
    private static readonly Option<string?> Key = new("--key") { Description = "key of the organization (else the first book's)", HelpName = "KEY" };
    private static readonly Option<string?> Name = new("--name") { Description = "name of the organization (else the first book's)", HelpName = "NAME" };

    public static Verb Make() => new Verb("init", "make an empty organization and its first user", "cleanclaim init --admin anna@clinic.example --password-stdin < password.txt")
        .With(Admin, PracticeData, Key, Name, PasswordInput.Stdin).Does(Run);

    private static async Task<int> Run(CommandContext context, CancellationToken cancel)
    {
        var place = DataPlace.Of(context);
        var (password, chosen) = await PasswordInput.Read(context, cancel);
        var command = new CreateOrganization.Command(
            context.Get(Key) ?? NewKey, context.Get(Name) ?? "New organization", context.Get(PracticeData), context.Get(Admin)!, Passwords.Hash(password));
        if (place.Database is not null)
        {
            await using var server = await ServerData.Open(place, context.Get(ServerData.SingleRole), context.Err, cancel);
            await CreateOrganization.Run(server.WorkAt(context.Around.Clock), command, cancel);
        }
        else
        {
            await using var folder = await place.TryOpen(context, cancel)
                ?? throw new CannotRunException($"{place.Folder} is being served: it holds an organization already.");
            await CreateOrganization.Run(new Work(folder.Database, folder.Vault, context.Around.Clock), command, cancel);
        }
        Report(context, place, command, chosen ? null : password);
        return Exit.Done;
    }

    /// <summary>The key until the first book is imported, whose key the organization then takes.</summary>
    internal const string NewKey = "new";

    private static void Report(CommandContext context, DataPlace place, CreateOrganization.Command command, string? madePassword)
    {
        if (context.Json)
        {
            context.JsonLine(new { Data = place.Folder, Admin = command.AdminEmail, Password = madePassword, command.PracticeData });
            return;
        }
        context.Out.WriteLine($"An empty organization stands in {(place.Database is null ? place.Folder : "the database")}. {command.AdminEmail} owns it.");
        if (madePassword is not null) context.Out.WriteLine($"Password: {madePassword}   (shown this once; change it with cleanclaim user password {command.AdminEmail})");
    }
}
