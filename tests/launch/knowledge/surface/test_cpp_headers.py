"""C++ headers whose namespaces and bodies hide behind macros still show their classes."""

from tests.support.scans import symbols_of

_BUILD = "project(box VERSION 1.2.0 LANGUAGES CXX)\n"
_MACROS = """#define BOX_BEGIN \\
    namespace box \\
    { \\
    inline namespace v1 \\
    {
#define BOX_END \\
    } /* v1 */ \\
    }
"""
_HEADER = """#include "macros.hpp"
BOX_BEGIN
/// @brief a box of things
class Box
{
  public:
    explicit Box(int size) : size_(size) {}
#define EACH(op) \\
    if (a) { \\
        return op; }
#if FAST
    int weight() const { return EACH(<=>); }
#endif
  private:
    int size_;
};
namespace detail { struct Hidden {}; }
BOX_END
"""


def test_a_macro_opens_the_namespace_and_a_broken_body_hides_nothing() -> None:
    found = symbols_of(
        {
            "CMakeLists.txt": _BUILD,
            "include/box/macros.hpp": _MACROS,
            "include/box/box.hpp": _HEADER,
        }
    )
    assert found["box::Box"].kind == "class"
    assert found["box::Box"].summary.lower().startswith("a box of things")
    assert found["box::Box::Box"].signature == "explicit Box(int size)"
    assert "box::Box::weight" in found
    assert not [name for name in found if "Hidden" in name]
