#if NMT_CATCH_VERSION == 2
#define CATCH_CONFIG_MAIN
#endif
#include "catch.h"
