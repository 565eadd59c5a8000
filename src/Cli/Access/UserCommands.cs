using System.CommandLine;
using CleanClaim.Billing;
using CleanClaim.Billing.Access;
using CleanClaim.Billing.Parties;
using CleanClaim.Billing.Vocabulary;
using CleanClaim.Cli.Data;
using CleanClaim.Web.Access;
using Microsoft.EntityFrameworkCore;

namespace CleanClaim.Cli.Access;

/// <summary>`user`: who may sign in, and as what.</summary>
internal static class UserCommands
{
    private static readonly Argument<string> Email = new("EMAIL") { Description = "the address the person signs in with" };
    private static readonly Option<Role> RoleOption = new("--role") { Description = "owner, biller, frontDesk or auditor", HelpName = "ROLE", DefaultValueFactory = _ => Role.Biller };

    public static Group Group() => new("user", "people who sign in", Add(), Password());

    private static Verb Add() => new Verb("add", "let a person in", "cleanclaim user add sam@clinic.example --role frontDesk --practice MAIN")
        .With(Email, RoleOption, PasswordInput.Stdin).DoesWithData(async (context, data, cancel) =>
        {
            var (password, chosen) = await PasswordInput.Read(context, cancel);
            var practices = await PracticesNamed(context, data, cancel);
            var command = new AddUser.Command(context.Get(Email), context.Get(RoleOption), Passwords.Hash(password), practices);
            // The body leaves out the password's hash: the key alone guards the retry.
            await data.Work.Do(Right.Administer, data.Scope, Request.Once("user.add", new { command.Email, command.Role }), tx => AddUser.Run(tx, command, cancel), cancel);
            if (context.Json) context.JsonLine(new { command.Email, command.Role, Password = chosen ? null : password });
            else
            {
                context.Out.WriteLine($"{command.Email} may sign in as {command.Role}.");
                if (!chosen) context.Out.WriteLine($"Password: {password}   (shown this once)");
            }
            return Exit.Done;
        });

    private static Verb Password() => new Verb("password", "give a user a new password; open sessions end", "cleanclaim user password sam@clinic.example --password-stdin < password.txt")
        .With(Email, PasswordInput.Stdin).DoesWithData(async (context, data, cancel) =>
        {
            var user = await SignIns.Find(data.Work, context.Get(Email), cancel);
            if (user is null || await Members.Find(data.Work, data.Scope.Org, user.Email, cancel) is null)
                throw new BadInputException("EMAIL", $"{context.Get(Email)} is not a user here.", $"Add the user with cleanclaim user add {context.Get(Email)}.");
            var (password, chosen) = await PasswordInput.Read(context, cancel);
            await data.Work.Do(Right.Administer, data.Scope, Request.Once("user.password", new { user.Email }), tx =>
            {
                tx.Subject = $"user {user.Id}";
                return SignIns.SetPassword(tx, user.Id, Passwords.Hash(password), cancel);
            }, cancel);
            if (context.Json) context.JsonLine(new { user.Email, Password = chosen ? null : password });
            else context.Out.WriteLine(chosen ? $"{user.Email} has a new password." : $"New password of {user.Email}: {password}   (shown this once)");
            return Exit.Done;
        });

    private static async Task<IReadOnlyList<Id<Practice>>> PracticesNamed(CommandContext context, OpenData data, CancellationToken cancel)
    {
        if (context.Get(Globals.Practice) is not { } key) return [];
        var practice = await data.Work.Read(data.Scope, tx => tx.Db.Set<Practice>().AsNoTracking().FirstOrDefaultAsync(p => p.Key == key, cancel), cancel);
        return practice is null ? throw new CannotRunException($"There is no practice \"{key}\" here.") : [practice.Id];
    }
}
