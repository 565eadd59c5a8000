using System.CommandLine;
using System.Security.Cryptography;
using System.Text;
using CleanClaim.Billing.Access;
using CleanClaim.Billing.Vocabulary;

namespace CleanClaim.Cli.Access;

/// <summary>A password comes by standard input, never as a word of the command line, which others on the machine can read.</summary>
internal static class PasswordInput
{
    public static readonly Option<bool> Stdin = new("--password-stdin") { Description = "read the password from standard input, one line (else one is made and shown once)" };
    // Without letters and digits that look alike; 20 of 31 carry 99 bits.
    private const string Alphabet = "abcdefghjkmnpqrstuvwxyz23456789";

    /// <summary>The password, and whether a person chose it.</summary>
    /// <exception cref="BadInputException">It is too short or too long.</exception>
    public static async Task<(string Password, bool Chosen)> Read(CommandContext context, CancellationToken cancel)
    {
        if (!context.Get(Stdin)) return (Made(), false);
        using var reader = new StreamReader(context.Around.In, Encoding.UTF8, leaveOpen: true);
        var password = await reader.ReadLineAsync(cancel) ?? "";
        return SignIns.PasswordFault(password) is { } fault ? throw new BadInputException("password", fault, "Choose another one.") : (password, true);
    }

    private static string Made() => string.Join('-', Enumerable.Range(0, 4).Select(_ => RandomNumberGenerator.GetString(Alphabet, 5)));
}
