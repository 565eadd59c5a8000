using CleanClaim.Billing.Storage;
using CleanClaim.Testing;

namespace CleanClaim.Billing.Tests.Storage;

public sealed class SchemaTests
{
    [Theory, OnSqlite, OnPostgres]
    public async Task Model_and_schema_agree_in_every_column_key_index_and_reference(string kind)
    {
        await using var house = await House.Open(kind);
        var model = await house.Read(tx => Task.FromResult(Catalogue.OfModel(tx.Db)));
        var schema = await Catalogue.OfDatabase(house.Database);
        Assert.Equal("", string.Join('\n', model.Except(schema).Select(line => $"only in the model: {line}").Concat(schema.Except(model).Select(line => $"only in the schema: {line}"))));
        Assert.Equal(model.Count, schema.Count);
        Assert.True(model.Count > 700, $"{model.Count} facts compared");
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task Every_key_and_reference_carries_the_organization_and_of_a_practices_table_the_practice_too(string kind)
    {
        await using var house = await House.Open(kind);
        var catalogue = await Catalogue.OfDatabase(house.Database);
        var ofPractice = Tables.OfPractice.Select(Tables.NameOf).ToHashSet();
        var ofOrganization = Tables.OfOrganization.Select(Tables.NameOf).ToHashSet();
        var checkedKeys = 0;
        foreach (var line in catalogue.Where(l => l.Contains(" primary key (") || l.Contains(" unique (") || l.Contains(" references ")))
        {
            var table = line[..line.IndexOf(' ')];
            var target = line.Contains(" references ") ? line.Split(" references ")[1].Split(' ')[0] : table;
            var columns = line[(line.IndexOf('(') + 1)..line.IndexOf(')')];
            if (ofPractice.Contains(table) && ofPractice.Contains(target)) Assert.True(columns.StartsWith("org, practice"), line);
            else if (ofPractice.Contains(table) || ofOrganization.Contains(table)) Assert.True(columns.StartsWith("org"), line);
            else Assert.True(!line.Contains(" references "), $"A global table refers to nothing: {line}");
            if (line.Contains(" references ")) Assert.True(ofPractice.Contains(target) ? ofPractice.Contains(table) : ofOrganization.Contains(target), $"Not a reference inside the wall: {line}");
            checkedKeys++;
        }
        Assert.True(checkedKeys > 150, $"{checkedKeys} keys checked");
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task Every_table_is_on_the_list_of_its_class(string kind)
    {
        await using var house = await House.Open(kind);
        var tables = (await Catalogue.OfDatabase(house.Database)).Where(l => l.Contains(" primary key (")).Select(l => l[..l.IndexOf(' ')]);
        Assert.Equal(Tables.All.Select(Tables.NameOf).Order(StringComparer.Ordinal), tables.Order(StringComparer.Ordinal));
        Assert.Equal(["app_user", "code_release", "code_release_chunk", "job", "key_ring", "organization", "schema_version"], Tables.Global.Select(Tables.NameOf).Order(StringComparer.Ordinal));
    }

    [PostgresFact]
    public async Task PostgreSQL_has_no_trigger_no_sequence_and_a_wall_on_every_table_of_an_organization()
    {
        await using var house = await House.Open("postgres");
        await using var session = await house.Database.Begin(write: false, null, default);
        Assert.Equal(0, await session.Number("select count(*) from pg_trigger where not tgisinternal"));
        Assert.Equal(0, await session.Number("select count(*) from pg_sequences"));
        Assert.Equal(0, await session.Number("select count(*) from information_schema.columns where table_schema = current_schema() and (is_identity = 'YES' or column_default is not null)"));
        var walled = await session.Query("select c.relname from pg_class c join pg_policy p on p.polrelid = c.oid where c.relrowsecurity", r => r.GetString(0));
        Assert.Equal(Tables.OfOrganization.Concat(Tables.OfPractice).Select(Tables.NameOf).Order(StringComparer.Ordinal), walled.Order(StringComparer.Ordinal));
    }
}
