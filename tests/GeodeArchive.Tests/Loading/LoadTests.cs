using System.Globalization;
using System.Text;
using GeodeArchive.Cli;

namespace GeodeArchive.Tests.Loading;

/// <summary>What is loaded from tables and JSON lines, and what is refused where.</summary>
public sealed class LoadTests
{
    private readonly LoadBench _bench = new();

    [Fact]
    public void Nodes_and_relationships_of_a_table_are_in_the_export()
    {
        _bench.Put("/in/people.csv", ":ID,name,age:int,:LABEL\r\na,Ada,36,Person;Engineer\r\n\"b\",\"Bob \"\"the\"\" B\",,Person\r\n\nc,\"\",-1,\n");
        _bench.Put("/in/knows.csv", ":START_ID,:END_ID,:TYPE,since:datetime\na,b,KNOWS,2026-01-27T14:30:00.5+01:00[Europe/Berlin]\nb,b,LIKES,\n");
        Assert.Matches(
            "^/db: loaded 3 nodes and 2 relationships into graph default; .*\n$",
            _bench.Commands.Output($"{LoadBench.Load} --nodes /in/people.csv --relationships /in/knows.csv"));
        _bench.Commands.Output("export --data-dir /db --output /out");
        Assert.Equal(
            ":ID,:LABEL,name:string,age:int\n1,Person;Engineer,Ada,36\n2,Person,\"Bob \"\"the\"\" B\",\n3,,\"\",-1\n",
            _bench.Text("/out/nodes.csv"));
        Assert.Equal(
            ":START_ID,:END_ID,:TYPE,since:datetime\n1,2,KNOWS,2026-01-27T14:30:00.500000000+01:00[Europe/Berlin]\n2,2,LIKES,\n",
            _bench.Text("/out/relationships.csv"));
    }

    [Fact]
    public void Every_type_of_column_is_kept()
    {
        _bench.Put(
            "/in/n.csv",
            "s,i:long,f:double,b:boolean,d:datetime,y:bytes,l:int[],t:string[],j:json,x:IGNORE,k:ID(K){id-type:int}\n"
            + "a;b, 7 ,1e3,TRUE,2026-01-27,AAE=,1;2,p;q,\"[1,2.0,\"\"z\"\",{\"\"$datetime\"\":\"\"2026-01-01T00:00:00Z\"\"}]\",ignored,12\n");
        _bench.Commands.Output($"{LoadBench.Load} --nodes N=/in/n.csv");
        _bench.Commands.Output("export --data-dir /db --output /out --format jsonl");
        Assert.Equal(
            """
            {"type":"node","id":"1","labels":["N"],"properties":{"s":"a;b","i":7,"f":1000.0,"b":true,"d":{"$datetime":"2026-01-27T00:00:00Z"},"y":{"$bytes":"AAE="},
            """
            + """
            "l":[1,2],"t":["p","q"],"j":[1,2.0,"z",{"$datetime":"2026-01-01T00:00:00Z"}],"k":12}}

            """,
            _bench.Text("/out/nodes.jsonl"));
    }

    [Fact]
    public void One_file_of_json_lines_can_hold_both_kinds()
    {
        _bench.Put(
            "/in/all.jsonl",
            """
            {"type":"node","id":"0","labels":["User"],"properties":{"name":"Ada","n":null,"tags":["x",1,1.5,true],"nan":{"$float":"NaN"}}}
            {"id":1,"type":"node"}
            {"type":"relationship","id":"5","label":"KNOWS","properties":{"w":1},"start":{"id":"0","labels":["User"]},"end":"1"}

            """);
        var loaded = _bench.Json($"{LoadBench.Load} --nodes /in/all.jsonl --relationships /in/all.jsonl");
        Assert.Equal(2, loaded.GetProperty("node_count").GetInt64());
        Assert.Equal(1, loaded.GetProperty("relationship_count").GetInt64());
        _bench.Commands.Output("export --data-dir /db --output /out --format tsv");
        Assert.Equal(":ID\t:LABEL\tname:string\ttags:json\tnan:float\n1\tUser\tAda\t\"[\"\"x\"\",1,1.5,true]\"\tNaN\n2\t\t\t\t\n", _bench.Text("/out/nodes.tsv"));
        Assert.Equal(":START_ID\t:END_ID\t:TYPE\tw:int\n1\t2\tKNOWS\t1\n", _bench.Text("/out/relationships.tsv"));
    }

    [Theory]
    [InlineData(":ID,age:int\na,1\nb,x\n", "/in/n.csv:3:2: 'x' is no int, as age is to be")]
    [InlineData(":ID,age:int\na,1\n\n\"b\nc\",1\nd,x\n", "/in/n.csv:6:2: 'x' is no int, as age is to be")]
    [InlineData(":ID\na\nb\na\n", "/in/n.csv:4: the id 'a' is that of another node already")]
    [InlineData(":ID,x\na\n", "/in/n.csv:2:2: 1 fields, and 2 columns")]
    [InlineData(":ID,x\na,b,c\n", "/in/n.csv:2:3: 3 fields, and 2 columns")]
    [InlineData(":ID,x\na,5\" disk\n", "/in/n.csv:2:2: a quote inside a field without quotes around it")]
    [InlineData(":ID,x\na,\"b\"c\n", "/in/n.csv:2:2: something follows the quote that ends a field")]
    [InlineData(":ID,x\na,\"b\n", "/in/n.csv:2:2: a field in quotes does not end")]
    [InlineData(":ID\n\"\"\n", "/in/n.csv:2:1: an id that is empty")]
    [InlineData("x:date\n1\n", "/in/n.csv:1:1: there is no type 'date'")]
    [InlineData(":int\n1\n", "/in/n.csv:1:1: ':int' names no property")]
    [InlineData(":ID,:ID\n1,2\n", "/in/n.csv:1:1: there are two columns of this kind")]
    [InlineData(":START_ID,:END_ID,:TYPE\n1,2,A\n", "/in/n.csv:1:1: nodes have no column of this kind")]
    [InlineData("", "/in/n.csv: the file is empty")]
    [InlineData("x:boolean\nyes\n", "/in/n.csv:2:1: 'yes' is no boolean, as x is to be")]
    [InlineData("x:datetime\n2026-02-30\n", "/in/n.csv:2:1: '2026-02-30' is no datetime, as x is to be")]
    [InlineData("x:float\n1.0.0\n", "/in/n.csv:2:1: '1.0.0' is no float, as x is to be")]
    [InlineData("x:json\n{}\n", "/in/n.csv:2:1: no value in JSON: a property cannot be an object")]
    [InlineData("x:int,x:string\n1,2\n", "/in/n.csv:2:2: x has two values")]
    public void A_table_of_nodes_is_refused_with_file_line_and_field(string table, string message)
    {
        _bench.Put("/in/n.csv", table);
        Assert.StartsWith("geode-archive: " + message, _bench.Refusal($"{LoadBench.Load} --nodes /in/n.csv --dry-run"), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(":START_ID,:END_ID,:TYPE\na,b,K\na,z,K\n", "/in/r.csv:3:2: there is no node with the id 'z'")]
    [InlineData(":START_ID,:END_ID,:TYPE\na,b,\n", "/in/r.csv:2:3: a relationship without a type")]
    [InlineData(":START_ID,:TYPE\na,b\n", "/in/r.csv:1: the header lacks :START_ID or :END_ID")]
    [InlineData(":START_ID,:END_ID\na,b\n", "/in/r.csv:1: the header lacks :TYPE")]
    [InlineData(":START_ID(S),:END_ID,:TYPE\na,b,K\n", "/in/r.csv:2:1: there is no node with the id 'a' in S")]
    public void A_table_of_relationships_is_refused_with_file_line_and_field(string table, string message)
    {
        _bench.Put("/in/n.csv", ":ID\na\nb\n");
        _bench.Put("/in/r.csv", table);
        Assert.StartsWith(
            "geode-archive: " + message,
            _bench.Refusal($"{LoadBench.Load} --nodes /in/n.csv --relationships /in/r.csv"),
            StringComparison.Ordinal);
        _bench.Refusal("export --data-dir /db --output /out", ExitCodes.NotFound);
    }

    [Theory]
    [InlineData("{\"type\":\"node\",}\n", "/in/n.jsonl:1:16: ")]
    [InlineData("{\"type\":\"node\"}\n[]\n", "/in/n.jsonl:2:1: a line is to be an object")]
    [InlineData("{\"type\":\"node\"} x\n", "/in/n.jsonl:1:17: ")]
    [InlineData("{\"type\":\"edge\"}\n", "/in/n.jsonl:1:9: type is to be")]
    [InlineData("{\"id\":\"1\"}\n", "/in/n.jsonl:1:10: an object without \"type\"")]
    [InlineData("{\"type\":\"node\",\"name\":1}\n", "/in/n.jsonl:1:23: unknown member 'name'")]
    [InlineData("{\"type\":\"node\",\"labels\":\"A\"}\n", "/in/n.jsonl:1:25: labels are to be an array")]
    [InlineData("{\"type\":\"node\",\"properties\":{\"a\":{\"b\":1}}}\n", "/in/n.jsonl:1:39: a property cannot be an object")]
    [InlineData("{\"type\":\"node\",\"properties\":{\"a\":1,\"a\":2}}\n", "/in/n.jsonl:1:40: property 'a' is given twice")]
    [InlineData("{\"type\":\"node\",\"properties\":{\"a\":9223372036854775808}}\n", "/in/n.jsonl:1:34: 9223372036854775808 is more than an integer can hold")]
    [InlineData("{\"type\":\"node\",\"id\":true}\n", "/in/n.jsonl:1:21: ")]
    public void Json_lines_are_refused_with_file_line_and_byte(string text, string message)
    {
        _bench.Put("/in/n.jsonl", text);
        Assert.StartsWith("geode-archive: " + message, _bench.Refusal($"{LoadBench.Load} --nodes /in/n.jsonl --dry-run"), StringComparison.Ordinal);
    }

    [Fact]
    public void Input_that_is_not_utf8_is_refused_with_its_line()
    {
        _bench.Commands.Disk.PutFile("/in/n.csv", [.. ":ID\na\n\xE9"u8[..6], 0xFF, (byte)'\n']);
        Assert.StartsWith("geode-archive: /in/n.csv:3: byte 0xFF is not valid UTF-8", _bench.Refusal($"{LoadBench.Load} --nodes /in/n.csv"), StringComparison.Ordinal);
    }

    [Fact]
    public void A_graph_with_content_is_replaced_only_when_told()
    {
        _bench.Put("/in/n.csv", "x\n1\n");
        _bench.Commands.Output($"{LoadBench.Load} --nodes /in/n.csv");
        Assert.Contains("hint: --graph NAME", _bench.Refusal($"{LoadBench.Load} --nodes /in/n.csv", ExitCodes.Exists), StringComparison.Ordinal);
        Assert.Equal(1, _bench.Json($"{LoadBench.Load} --nodes /in/n.csv --graph other").GetProperty("node_count").GetInt64());
        Assert.Equal(1, _bench.Json($"{LoadBench.Load} --nodes /in/n.csv --replace").GetProperty("node_count").GetInt64());
        Assert.Equal(1, _bench.Json("export --data-dir /db --output /out").GetProperty("node_count").GetInt64());
    }

    [Fact]
    public void A_dry_run_writes_nothing()
    {
        _bench.Put("/in/n.csv", "x\n1\n");
        var before = _bench.Commands.Everything();
        Assert.StartsWith("/db: would load 1 node ", _bench.Commands.Output($"{LoadBench.Load} --nodes /in/n.csv --dry-run"), StringComparison.Ordinal);
        Assert.Equal(before, _bench.Commands.Everything());
    }

    [Fact]
    public void A_refused_load_leaves_the_graphs_as_they_were_but_for_a_replaced_one()
    {
        StringBuilder table = new(":ID,x:int\n");
        for (int i = 0; i < 3000; i++)
        {
            table.Append(CultureInfo.InvariantCulture, $"{i},{(i == 2999 ? "bad" : "1")}\n");
        }

        _bench.Put("/in/n.csv", table.ToString());
        Assert.StartsWith(
            "geode-archive: /in/n.csv:3001:2: 'bad' is no int", _bench.Refusal($"{LoadBench.Load} --nodes /in/n.csv --batch-size 10"), StringComparison.Ordinal);
        Assert.Contains("there is no graph default", _bench.Refusal("export --data-dir /db --output /out", ExitCodes.NotFound), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("load --data-dir /db", "there is nothing to load")]
    [InlineData("load --data-dir /db --nodes /in/file", "does not say its format")]
    [InlineData("load --data-dir /db --nodes /in/n.csv --format xml", "there is no format 'xml'")]
    public void What_cannot_be_meant_is_refused(string commandLine, string message) =>
        Assert.Contains(message, _bench.Refusal(commandLine, ExitCodes.Usage), StringComparison.Ordinal);

    [Fact]
    public void What_is_not_there_is_not_found()
    {
        _bench.Put("/in/n.csv", ":wrong\n");
        var before = _bench.Commands.Everything();
        _bench.Refusal($"{LoadBench.Load} --nodes /in/absent.csv", ExitCodes.NotFound);
        _bench.Refusal($"{LoadBench.Load} --nodes /in/n.csv");
        Assert.Equal(before, _bench.Commands.Everything());
        _bench.Refusal("export --data-dir /absent --output /out", ExitCodes.NotFound);
    }

    [Fact]
    public void An_export_does_not_overwrite()
    {
        _bench.Put("/in/n.csv", "x\n1\n");
        _bench.Commands.Output($"{LoadBench.Load} --nodes /in/n.csv");
        _bench.Commands.Output("export --data-dir /db --output /out");
        _bench.Refusal("export --data-dir /db --output /out", ExitCodes.Exists);
    }
}
