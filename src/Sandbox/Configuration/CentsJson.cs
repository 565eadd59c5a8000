using System.Text.Json;
using System.Text.Json.Serialization;

namespace CleanClaim.Sandbox.Configuration;

/// <summary>An amount in JSON is a string with two decimals ("25.00"); in memory it is whole cents.</summary>
internal sealed class CentsJson : JsonConverter<long>
{
    public override long Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        reader.TokenType == JsonTokenType.String && Cents.Parse(reader.GetString()!) is { } cents
            ? cents : throw new JsonException("An amount is a string such as \"25.00\".");

    public override void Write(Utf8JsonWriter writer, long value, JsonSerializerOptions options) => writer.WriteStringValue(Cents.Plain(value));
}
