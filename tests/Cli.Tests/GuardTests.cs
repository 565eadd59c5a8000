using System.Data.Common;
using Microsoft.EntityFrameworkCore;

namespace CleanClaim.Cli.Tests;

/// <summary>What a person reads when a command could not run because of its database.</summary>
public sealed class GuardTests
{
    private sealed class Said(string message, string? state, bool transient = false) : DbException(message)
    {
        public override string? SqlState => state;
        public override bool IsTransient => transient;
    }

    [Theory]
    [InlineData(null, true)] // the connection broke: no answer in SQL
    [InlineData("57P01", true)] // terminated by the administrator
    [InlineData("57P03", true)] // starting up
    [InlineData("08006", true)]
    public void A_database_that_goes_away_is_no_fault_of_ours_however_it_is_wrapped(string? state, bool transient)
    {
        var gone = new Said("Exception while reading from stream.", state, transient);
        foreach (var wrapped in new Exception[] { gone, new InvalidOperationException("An exception has been raised that is likely due to a transient failure.", gone), new InvalidOperationException("twice", new DbUpdateException("saving", gone)) })
        {
            var line = Guard.Line(wrapped);
            Assert.StartsWith("The database went away, or cannot be reached: Exception while reading from stream.", line, StringComparison.Ordinal);
            Assert.Contains("give the same command again", line, StringComparison.Ordinal);
            Assert.DoesNotContain("fault of CleanClaim", line, StringComparison.Ordinal);
        }
    }

    [Theory]
    [InlineData("postgres://")]
    [InlineData("postgres://anna:secret@/billing")]
    [InlineData("postgres://db/billing?colour=red")]
    [InlineData("billing")]
    public void An_address_that_is_no_databases_is_told_with_how_to_write_it_and_without_its_password(string address)
    {
        var line = Guard.Line(Assert.ThrowsAny<Exception>(() => new CleanClaim.Billing.Storage.PostgresDatabase(address)));
        Assert.StartsWith("The database's address is none", line, StringComparison.Ordinal);
        Assert.Contains("postgres://USER:PASSWORD@HOST", line, StringComparison.Ordinal);
        Assert.DoesNotContain("secret", line, StringComparison.Ordinal);
    }

    [Fact]
    public void What_else_the_database_says_is_told_as_its_answer_and_a_broken_constraint_as_our_fault()
    {
        Assert.Equal("The database answered: disk full", Guard.Line(new DbUpdateException("saving", new Said("disk full", null))));
        Assert.Equal("The database answered: deadlock detected", Guard.Line(new InvalidOperationException("transient", new Said("deadlock detected", "40P01", transient: true))));
        Assert.StartsWith("This is a fault of CleanClaim", Guard.Line(new DbUpdateException("saving", new Said("violates a unique constraint", "23505"))), StringComparison.Ordinal);
        Assert.StartsWith("This is a fault of CleanClaim", Guard.Line(new InvalidOperationException("a bug")), StringComparison.Ordinal);
    }
}
