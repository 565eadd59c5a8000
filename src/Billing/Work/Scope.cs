using CleanClaim.Billing.Access;
using CleanClaim.Billing.Parties;
using CleanClaim.Billing.Vocabulary;

namespace CleanClaim.Billing;

/// <summary>In whose name and where something is done. <paramref name="Practices"/> null = all practices of the organization.</summary>
public sealed record Scope(Id<Organization> Org, IReadOnlyList<Id<Practice>>? Practices, string Actor, Role Role)
{
    /// <summary>The program itself: timers and resumed runs.</summary>
    public static Scope System(Id<Organization> org) => new(org, null, "system", Role.Owner);
}

/// <summary>The actor's role does not grant what the verb needs.</summary>
public sealed class NotAllowedException(string actor, Right right)
    : Exception($"{actor} may not do this: it needs the right \"{right}\". Ask the owner of the organization for it.");

/// <summary>The key was used before with another body: two different requests must not share a key.</summary>
public sealed class KeyReusedException(string key)
    : Exception($"The request key \"{key}\" was used before for something else. Send the request again with a new key.");

/// <summary>
/// One request: the caller's key makes it happen once. <paramref name="Body"/> is hashed: the same key with another body is refused.
/// </summary>
public sealed record Request(string Verb, string Key, object? Body)
{
    /// <summary>A request that nobody else repeats; the key only guards the retry of a lost commit.</summary>
    public static Request Once(string verb, object? body = null) => new(verb, $"{verb}:{Guid.CreateVersion7():N}", body);
}
