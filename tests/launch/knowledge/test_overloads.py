"""Methods of one name: what is said of one is not said of the others."""

from launch.intake.product.scan import scan
from launch.knowledge.facts import extract
from tests.support.scans import PIN, tree_of

_CODE = """\
namespace Acme
{
    /// <summary>Reads and writes gears.</summary>
    public static class Gears
    {
        /// <summary>Turns a gear by its number.</summary>
        /// <param name="teeth">The number of the gear's teeth.</param>
        public static string Turn(int teeth) { return ""; }

        /// <summary>Turns a gear by its name.</summary>
        /// <param name="name">The name of the gear to turn.</param>
        public static string Turn(string name) { return ""; }
    }
}
"""


def test_an_overload_has_the_claims_of_its_own_lines() -> None:
    tree = tree_of({"Gears.csproj": "<Project></Project>", "Gears.cs": _CODE})
    facts, _ = extract(scan(tree, PIN, (), None), tree, None, None)
    claims = {claim.id: claim for claim in facts.claims}
    turns = [symbol for symbol in facts.symbols if symbol.name == "Acme.Gears.Turn"]
    told = {
        symbol.signature: {
            claims[i].value for i in symbol.claim_ids if claims[i].kind == "parameter"
        }
        for symbol in turns
    }
    assert {signature: sorted(values) for signature, values in told.items()} == {
        "public static string Turn(int teeth)": ["The number of the gear's teeth."],
        "public static string Turn(string name)": ["The name of the gear to turn."],
    }
    assert all(symbol.release == turns[0].release for symbol in turns)
